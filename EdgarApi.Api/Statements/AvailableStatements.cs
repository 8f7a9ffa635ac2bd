using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>What a company does have, when it has not the statement asked for.</summary>
internal static class AvailableStatements
{
    public static ApiProblem Problem(CompanyEntry company, CompanyFacts facts, StatementRequest request)
    {
        var available = Names.Statements.All.ToDictionary(statement => statement.Name, statement => GetFrequencies(facts, request, statement.Value));
        var asOf = request.Options.AsOf is { } day ? $" on file on {day:yyyy-MM-dd}" : "";
        return ApiProblem.NoData(
            $"{company.Name} has no {Names.Frequencies.GetName(request.Frequency)} {Names.Statements.GetName(request.Kind)} statement{asOf}.", available);
    }

    /// <summary>The frequencies in which a statement can be had, with all that is on file today.</summary>
    private static string[] GetFrequencies(CompanyFacts facts, StatementRequest request, StatementKind kind) =>
        [.. Names.Frequencies.All.Where(frequency => Exists(facts, request, kind, frequency.Value)).Select(frequency => frequency.Name)];

    private static bool Exists(CompanyFacts facts, StatementRequest request, StatementKind kind, Frequency frequency) =>
        StatementBuilder.Build(facts, new StatementRequest(kind, frequency, Periods: 1) { View = request.View }).Periods.Count > 0;
}
