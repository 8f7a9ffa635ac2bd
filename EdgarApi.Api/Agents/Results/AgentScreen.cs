using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>Companies that meet conditions.</summary>
internal sealed record AgentScreen
{
    public required string Period { get; init; }

    [Description("Number of matching companies on all pages.")]
    public required int Total { get; init; }

    [Description("Number of companies that were not compared because they report in another currency.")]
    public required int Excluded { get; init; }

    [Description("Number of companies that do not match and have no value for some condition.")]
    public required int Missing { get; init; }

    public required IReadOnlyList<AgentScreenedCompany> Companies { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    public static AgentScreen From(ScreenResponse response) => new()
    {
        Period = response.Period,
        Total = response.Total,
        Excluded = response.Excluded,
        Missing = response.Missing,
        Companies = [.. response.Companies.Select(AgentScreenedCompany.From)],
        Cursor = AgentCursor.From(response),
    };
}

/// <summary>A company with the values that were compared.</summary>
internal sealed record AgentScreenedCompany
{
    [Description("Ticker, or CIK of a filer without one.")]
    public required string Company { get; init; }

    public required string Name { get; init; }

    public required string Currency { get; init; }

    [Description("The company's own period: FY2025, 2025Q3, TTM2025-12-27.")]
    public required string Period { get; init; }

    public required IReadOnlyDictionary<string, decimal?> Values { get; init; }

    public static AgentScreenedCompany From(ScreenCompanyResponse company) => new()
    {
        Company = company.Ticker ?? company.Cik,
        Name = company.Name,
        Currency = company.Currency,
        Period = company.Key,
        Values = company.Values,
    };
}
