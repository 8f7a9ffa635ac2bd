using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>Describes the statements that a company has if the requested one does not exist.</summary>
internal static class AvailableStatements
{
    public static ApiProblem CreateProblem(CompanyEntry company, CompanyFacts facts, StatementRequest request)
    {
        var available = Names.Statements.All.ToDictionary(
            statement => statement.Name, statement => AvailableFrequencies.Get(facts, statement.Value, request.View)
                .Select(Names.Frequencies.GetName).ToArray());
        var asOf = request.Options.AsOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
        var (frequency, kind) = (Names.Frequencies.GetName(request.Frequency), Names.Statements.GetName(request.Kind));
        return ApiProblem.NoData($"{company.Name} has no {frequency} {kind} statement{asOf}.", available);
    }
}
