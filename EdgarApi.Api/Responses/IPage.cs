namespace EdgarApi.Api.Responses;

/// <summary>A page of a list. Its links and counts are headers too: <c>Link</c> and <c>X-Total-Count</c>.</summary>
internal interface IPage
{
    /// <summary>URL of the next page; null on the last page.</summary>
    string? Next { get; }

    /// <summary>Number of results on all pages; null if it is not counted.</summary>
    int? Count { get; }
}
