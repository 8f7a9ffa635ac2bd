using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

internal sealed partial record StatementResponse : IPage
{
    public required CompanyReference Company { get; init; }

    [Description("income, balance or cashflow.")]
    public required string Statement { get; init; }

    [Description("annual, quarterly or ttm.")]
    public required string Freq { get; init; }

    [Description("standard or reported.")]
    public required string View { get; init; }

    [Description("latest or original.")]
    public required string Vintage { get; init; }

    [Description("The requested point in time; null for now.")]
    public required DateOnly? AsOf { get; init; }

    [Description("Reporting currency of every amount, ISO 4217.")]
    public required string Currency { get; init; }

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [Description("URL of the page with older periods; null on the last page.")]
    public required string? Next { get; init; }

    [Description("Newest first.")]
    public required IReadOnlyList<PeriodResponse> Periods { get; init; }

    [Description("In presentation order.")]
    public required IReadOnlyList<StatementLineResponse> Lines { get; init; }

    [Description(
        "With view=reported: values for these periods that belong to none of the three statements, such as notes, details and changes " +
        "in equity.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementLineResponse>? Unclassified { get; init; }

    [Description("Equations that the numbers must satisfy, with their results. With fields=all or fields=checks.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StatementCheckResponse>? Checks { get; init; }

    public static StatementResponse From(
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
        Next = statement.HasOlder ? query.GetNext(company, statement.Periods[^1]) : null,
        Periods =
        [
            .. statement.Periods.Select(period =>
                PeriodResponse.From(period, isInstant: statement.Kind == StatementKind.Balance, query.Window.Calendar)),
        ],
        Lines = [.. lines.Select(line => StatementLineResponse.From(line, query.Fields.Sources))],
        Unclassified = statement.View == StatementView.Reported
            ? [.. unclassified.Select(line => StatementLineResponse.From(line, query.Fields.Sources))]
            : null,
        Checks = query.Fields.Checks ? [.. statement.Checks.Select(StatementCheckResponse.From)] : null,
        _lines = [.. lines, .. unclassified],
    };
}

internal sealed record StatementLineResponse
{
    [Description("Metric id, or taxonomy:Concept in the reported view.")]
    public required string Id { get; init; }

    [Description("Display name.")]
    public required string Label { get; init; }

    [Description("Indentation depth.")]
    public required int Level { get; init; }

    [Description("Whether the line is a total of other lines.")]
    public required bool IsTotal { get; init; }

    [Description("Currency, shares, currency/shares or pure.")]
    public required string Unit { get; init; }

    [Description("One value per period, in the same order; null if there is no value.")]
    public required IReadOnlyList<decimal?> Values { get; init; }

    [Description("Why each null value is missing; absent if no value is null.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Reasons { get; init; }

    [Description("Machine-readable reason codes, for example notReported; docs/rules.md lists them. Absent if reasons is absent.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? ReasonCodes { get; init; }

    [Description("The source of each value. With fields=all or fields=sources.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceResponse?>? Sources { get; init; }

    public static StatementLineResponse From(StatementLine line, bool withSources) => new()
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

internal sealed record StatementCheckResponse(
    [property: Description("Stable name of the equation.")] string Name,
    [property: Description("Key of the period.")] string Period,
    [property: Description("passed, failed, restated (a later restatement of one part explains the difference) or not_applicable.")]
    string Status,
    [property: Description("Left side minus right side; null if a part is not reported.")] decimal? Difference,
    [property: Description("Largest difference that passes.")] decimal Tolerance)
{
    public static readonly NamedValues<CheckStatus> Statuses = new(
        ("passed", CheckStatus.Passed), ("failed", CheckStatus.Failed), ("restated", CheckStatus.Restated),
        ("not_applicable", CheckStatus.NotApplicable));

    public static StatementCheckResponse From(StatementCheck check) =>
        new(check.Name, check.Period, Statuses.GetName(check.Status), check.Difference, check.Tolerance);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatementResponse))]
internal sealed partial class StatementsJson : JsonSerializerContext;
