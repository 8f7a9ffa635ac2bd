using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

internal sealed partial record FinancialStatementTable : StatementResponse
{
    public static FinancialStatementTable From(
        CompanyEntry company, Statement statement, IReadOnlyList<StatementLine> lines, IReadOnlyList<StatementLine> unclassified,
        StatementQuery query) => new()
    {
        Company = CompanyReference.From(company),
        Statement = Names.Statements.GetName(statement.Kind),
        Freq = Names.Frequencies.GetName(statement.Frequency),
        View = Names.Views.GetName(statement.View),
        Vintage = Names.Vintages.GetName(statement.Options.Vintage),
        AsOf = statement.Options.AsOf,
        Currency = statement.Currency,
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
        Next = statement.HasOlder ? query.GetNext(company, statement.Periods[^1]) : null,
        Periods =
        [
            .. statement.Periods.Select(period =>
                PeriodResponse.From(period, isInstant: statement.Kind == StatementKind.Balance, query.Window.Calendar)),
        ],
        Lines = [.. lines.Select(line => CreateLine(line, query.Fields.Sources))],
        Unclassified = statement.View == StatementView.Reported
            ? [.. unclassified.Select(line => CreateLine(line, query.Fields.Sources))]
            : null,
        Checks = query.Fields.Checks ? [.. statement.Checks.Select(StatementCheckResponse.From)] : null,
        _lines = [.. lines, .. unclassified],
    };

    public static StatementLineResponse CreateLine(StatementLine line, bool withSources) => new()
    {
        Id = line.Id,
        Label = line.Label,
        Level = line.Level,
        IsTotal = line.IsTotal,
        Unit = line.Unit,
        Values = [.. line.Values.Select(value => value.Value)],
        Reasons = line.Values.Any(value => value.Reason is not null) ? [.. line.Values.Select(value => value.Reason)] : null,
        ReasonCodes = line.Values.Any(value => value.Reason is not null)
            ? [.. line.Values.Select(value => value.ReasonCode?.ToName())]
            : null,
        Sources = withSources ? [.. line.Values.Select(value => SourceResponse.From(value.Source))] : null,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FinancialStatementTable))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(SeveralStatementsTable))]
[JsonSerializable(typeof(SeveralStatementsResponse))]
internal sealed partial class StatementsJson : JsonSerializerContext;
