using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>Describes the statements that a company has if the requested one does not exist.</summary>
internal static class AvailableStatements
{
    public static ApiProblem CreateProblem(CompanyEntry company, CompanyFacts facts, StatementQuery query)
    {
        var request = query.Request;
        var available = Names.Statements.All.ToDictionary(
            statement => statement.Name, statement => GetFrequencies(facts, request, statement.Value));
        var asOf = request.Options.AsOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
        var (frequency, kind) = (Names.Frequencies.GetName(request.Frequency), Names.Statements.GetName(request.Kind));
        return ApiProblem.NoData($"{company.Name} has no {frequency} {kind} statement{query.Window.Describe()}{asOf}.", available);
    }

    /// <summary>Gets the frequencies for which the statement exists, based on all current filings.</summary>
    private static string[] GetFrequencies(CompanyFacts facts, StatementRequest request, StatementKind kind) =>
        [.. Names.Frequencies.All.Where(frequency => Exists(facts, request, kind, frequency.Value)).Select(frequency => frequency.Name)];

    private static bool Exists(CompanyFacts facts, StatementRequest request, StatementKind kind, Frequency frequency) =>
        StatementBuilder.Build(facts, new StatementRequest(kind, frequency, Periods: 1) { View = request.View }).Periods.Count > 0;
}
