namespace EdgarApi.Contracts.Responses;

/// <summary>Companies of the same industry.</summary>
public record PeersResponse
{
    /// <summary>The company whose peers these are.</summary>
    public required CompanyReference Company { get; init; }

    /// <summary>Standard Industrial Classification (SIC) code that the peers share.</summary>
    public required string Sic { get; init; }

    /// <summary>The requested period.</summary>
    public required string Period { get; init; }

    /// <summary>Reporting currency of the company and its peers, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>
    /// Version of the rules that computed the values. A new version may change values of unchanged data; the changelog lists the metrics.
    /// </summary>
    public required int RulesVersion { get; init; }

    /// <summary>The company's own values by metric or ratio id; null for missing values.</summary>
    public required IReadOnlyDictionary<string, decimal?> Values { get; init; }

    /// <summary>Number of all companies of the industry that have revenue in this currency.</summary>
    public required int Total { get; init; }

    /// <summary>Number of companies of the industry that were left out because they report in another currency.</summary>
    public required int Excluded { get; init; }

    /// <summary>Nearest by revenue first: half the revenue is as near as double.</summary>
    public required IReadOnlyList<ScreenCompanyResponse> Peers { get; init; }
}
