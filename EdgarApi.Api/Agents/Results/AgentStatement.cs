using System.ComponentModel;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Agents.Results;

/// <summary>A financial statement: one column per period, each with its filing.</summary>
internal sealed record AgentStatement
{
    public required CompanyReference Company { get; init; }

    public required string Statement { get; init; }

    public required string Freq { get; init; }

    public required string Currency { get; init; }

    [Description("The columns, newest first.")]
    public required IReadOnlyList<AgentColumn> Periods { get; init; }

    public required IReadOnlyList<AgentLine> Lines { get; init; }

    [Description("Lines of the reported view that belong to none of the three statements.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AgentLine>? Unclassified { get; init; }

    [Description("Equations that the numbers should satisfy, but do not. With fields=all or fields=checks.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementCheckResponse>? FailedChecks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cursor { get; init; }

    public static AgentStatement From(StatementResponse response)
    {
        var lines = response.Lines.Concat(response.Unclassified ?? []).ToList();
        var columns = response.Periods
            .Select((period, i) => AgentColumn.From(period, response.Company.Cik, lines.Select(line => line.Sources?[i]))).ToList();
        return new()
        {
            Company = response.Company,
            Statement = response.Statement,
            Freq = response.Freq,
            Currency = response.Currency,
            Periods = columns,
            Lines = [.. response.Lines.Select(line => AgentLine.From(line, columns, response.Currency))],
            Unclassified = response.Unclassified is { Count: > 0 } others
                ? [.. others.Select(line => AgentLine.From(line, columns, response.Currency))]
                : null,
            FailedChecks = response.Checks?.Where(check => check.Status == "failed").ToList(),
            Cursor = AgentCursor.From(response),
        };
    }
}

/// <summary>A line of a statement.</summary>
internal sealed record AgentLine
{
    public required string Id { get; init; }

    [Description("Absent if it is the currency.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    [Description("One value per column.")]
    public required IReadOnlyList<decimal?> Values { get; init; }

    [Description("Reason codes of null values by period.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Missing { get; init; }

    [Description("Accession numbers by period of values that are not from the filing of their column.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? OtherAccessions { get; init; }

    public static AgentLine From(StatementLineResponse line, IReadOnlyList<AgentColumn> columns, string currency) => new()
    {
        Id = line.Id,
        Unit = line.Unit == currency ? null : line.Unit,
        Values = line.Values,
        Missing = AgentLines.GetMissing(columns, line.Values, line.ReasonCodes),
        OtherAccessions = AgentLines.GetOtherAccessions(columns, line.Sources),
    };
}
