namespace EdgarApi.Client.Connections;

/// <summary>A response as sent.</summary>
/// <param name="Body">The bytes, decompressed.</param>
/// <param name="MediaType">Media type, such as <c>application/json</c> or <c>text/csv</c>.</param>
/// <param name="Cache">Cache of the API that served the response: a value of <see cref="Contracts.CacheStates"/>.</param>
/// <param name="Total">Number of results on all pages; null if the API does not count them.</param>
/// <param name="Next">Path and query of the next page; null on the last page.</param>
public sealed record ApiContent(ReadOnlyMemory<byte> Body, string? MediaType, string? Cache, int? Total, string? Next);
