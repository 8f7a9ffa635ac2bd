namespace EdgarApi.Contracts.Responses;

/// <summary>A page of the facts of a company.</summary>
public record FactsResponse : IPage
{
    /// <summary>The company.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>Total number of matching facts.</summary>
    public required int Total { get; init; }

    /// <summary>Page size.</summary>
    public required int Limit { get; init; }

    /// <summary>Number of facts skipped.</summary>
    public required int Offset { get; init; }

    /// <summary>URL of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>Newest filing first.</summary>
    public required IEnumerable<FactResponse> Facts { get; init; }

    int? IPage.Count => Total;
}
