using System.Globalization;

namespace EdgarApi.Storage.Companies;

/// <summary>Conditions on the companies of a search. Null conditions match all.</summary>
public sealed record CompanyFilter
{
    /// <summary>Matches every company.</summary>
    public static CompanyFilter None { get; } = new();

    /// <summary>Standard Industrial Classification code.</summary>
    public int? Sic { get; init; }

    /// <summary>Exchange of the main ticker, as the SEC writes it.</summary>
    public string? Exchange { get; init; }

    /// <summary>State or country of incorporation, as the SEC abbreviates it.</summary>
    public string? State { get; init; }

    /// <summary>Whether the company's facts are loaded.</summary>
    public bool? IsLoaded { get; init; }

    /// <summary>Whether a company meets all conditions.</summary>
    public bool Matches(CompanyEntry company) =>
        (Sic is not { } sic || (int.TryParse(company.Sic, CultureInfo.InvariantCulture, out var own) && own == sic))
        && (Exchange is null || Exchange.Equals(company.Exchange, StringComparison.OrdinalIgnoreCase))
        && (State is null || State.Equals(company.StateOfIncorporation, StringComparison.OrdinalIgnoreCase))
        && (IsLoaded is not { } loaded || loaded == company.IsLoaded);
}
