using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Statements;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.OpenApi;

/// <summary>The members of responses whose values are from a closed set, for the enums of the OpenAPI document.</summary>
internal static class ClosedSets
{
    private static readonly string[] Reasons = [.. Enum.GetValues<ReasonCode>().Select(code => code.ToName())];
    private static readonly string[] FiscalPeriods = ["FY", "Q1", "Q2", "Q3", "Q4", "TTM", "TP"];

    /// <summary>Members that mean the same in every response.</summary>
    private static readonly Dictionary<string, IReadOnlyList<string>> Everywhere = new()
    {
        ["statement"] = Names.Statements.Names, ["freq"] = Names.Frequencies.Names, ["view"] = Names.Views.Names,
        ["vintage"] = Names.Vintages.Names, ["reasonCode"] = Reasons, ["reasonCodes"] = Reasons,
    };

    /// <summary>Members whose name means something else in other responses.</summary>
    private static readonly Dictionary<(Type Type, string Member), IReadOnlyList<string>> ByType = new()
    {
        [(typeof(PeriodResponse), "fiscalPeriod")] = FiscalPeriods,
        [(typeof(PointResponse), "fiscalPeriod")] = FiscalPeriods,
        [(typeof(StatementCheckResponse), "status")] = StatementCheckResponse.Statuses.Names,
        [(typeof(ProblemDocument), "code")] = [.. ProblemKinds.All.Select(kind => kind.Code)],
    };

    /// <summary>Finds the values of a member; null if it is not from a closed set.</summary>
    public static IReadOnlyList<string>? Find(Type type, string member) =>
        ByType.GetValueOrDefault((type, member)) ?? Everywhere.GetValueOrDefault(member);
}
