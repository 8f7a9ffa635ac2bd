using EdgarApi.Api.Csv;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Responses;

/// <summary>The format that a request asks for.</summary>
/// <param name="Media">The format from the path or from <c>format=</c>; null to negotiate by <c>Accept</c>.</param>
/// <param name="Layout">How CSV is written.</param>
internal sealed record RequestedFormat(MediaType? Media, CsvLayout Layout)
{
    /// <summary>JSON, regardless of what the client accepts.</summary>
    public static readonly RequestedFormat Json = new(MediaType.Json, CsvLayout.Default);

    /// <summary>The parameters of endpoints with a table.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [MediaType.Parameter, CsvLayout.ByteOrderMarkParameter];

    /// <summary>The parameters of endpoints with a table of values, which also has a long shape.</summary>
    public static IReadOnlyList<QueryParameter> LongParameters { get; } =
        [MediaType.Parameter, CsvLayout.ShapeParameter, CsvLayout.ByteOrderMarkParameter];

    public static RequestedFormat Read(QueryReader reader, IReadOnlyList<QueryParameter> declared, bool isCsvRoute) => new(
        isCsvRoute ? MediaType.Csv : declared.Contains(MediaType.Parameter) ? reader.Get(MediaType.Parameter) : null,
        CsvLayout.Read(reader, declared));
}
