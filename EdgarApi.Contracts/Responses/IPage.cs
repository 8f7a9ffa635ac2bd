namespace EdgarApi.Contracts.Responses;

/// <summary>
/// A response that is one page of several. Its link and count are headers too, which CSV also has: <c>Link</c> and <c>X-Total-Count</c>.
/// </summary>
public interface IPage
{
    /// <summary>URL of the next page; null on the last page.</summary>
    string? Next { get; }

    /// <summary>Number of results on all pages; null if it is not counted.</summary>
    int? Count => null;
}
