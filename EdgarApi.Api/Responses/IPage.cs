namespace EdgarApi.Api.Responses;

/// <summary>A response that is one page of several.</summary>
internal interface IPage
{
    /// <summary>URL of the next page; null on the last page. Also sent as <c>Link: rel="next"</c>, which CSV has too.</summary>
    string? Next { get; }
}
