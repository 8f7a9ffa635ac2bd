using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Data.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Statements;

/// <summary>What a company does have, when it has not the statement asked for.</summary>
internal static class AvailableStatements
{
    public static ApiProblem Problem(CompanyEntry company, CompanyFacts facts, StatementRequest request)
    {
        var available = Names.Statements.Names.ToDictionary(name => name, name => FrequenciesOf(facts, request, name));
        var asOf = request.Options.AsOf is { } day ? $" on file on {day:yyyy-MM-dd}" : "";
        return ApiProblem.NoData(
            $"{company.Name} has no {Names.Frequencies.NameOf(request.Frequency)} {Names.Statements.NameOf(request.Kind)} statement{asOf}.", available);
    }

    /// <summary>Of each statement the frequencies that it can be had in, with all that is on file today.</summary>
    private static string[] FrequenciesOf(CompanyFacts facts, StatementRequest request, string statement)
    {
        Names.Statements.TryFind(statement, out var kind);
        return [.. Names.Frequencies.Names.Where(name => Names.Frequencies.TryFind(name, out var frequency) && Exists(facts, request, kind, frequency))];
    }

    private static bool Exists(CompanyFacts facts, StatementRequest request, StatementKind kind, Frequency frequency) =>
        StatementBuilder.Build(facts, new StatementRequest(kind, frequency, Periods: 1) { View = request.View }).Periods.Count > 0;
}
