namespace EdgarApi.Financials.Companies;

/// <summary>The profile of a filer from the SEC's submissions file or its ticker list. Unknown members are null.</summary>
public sealed record CompanyProfile
{
    /// <summary>The filer's number.</summary>
    public required Cik Cik { get; init; }

    /// <summary>The conformed name, as in <c>Apple Inc.</c></summary>
    public required string Name { get; init; }

    /// <summary>Symbols in the SEC's order, the main one first; empty for a filer without listed shares.</summary>
    public IReadOnlyList<string> Tickers { get; init; } = [];

    /// <summary>The exchange of each ticker, in the same order; an entry may be empty.</summary>
    public IReadOnlyList<string> Exchanges { get; init; } = [];

    /// <summary>Standard Industrial Classification code of four digits.</summary>
    public string? Sic { get; init; }

    /// <summary>The SEC's wording of <see cref="Sic"/>.</summary>
    public string? SicDescription { get; init; }

    /// <summary>Month and day that the filer states as its year end, <c>--MM-DD</c> written as <c>MMDD</c>.</summary>
    public string? FiscalYearEnd { get; init; }

    /// <summary>State or country of incorporation, as the SEC abbreviates it.</summary>
    public string? StateOfIncorporation { get; init; }

    /// <summary>Filer category, as in <c>Large accelerated filer</c>.</summary>
    public string? Category { get; init; }

    /// <summary>The web address that the filer gave, often empty.</summary>
    public string? Website { get; init; }

    /// <summary>Earlier names, newest first.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];
}
