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
            statement => statement.Name, statement => AvailableFrequencies.Get(facts, statement.Value, request.View)
                .Select(Names.Frequencies.GetName).ToArray());
        var asOf = PeriodNames.DescribeAsOf(request.Options.AsOf);
        var (frequency, kind) = (Names.Frequencies.GetName(request.Frequency), Names.Statements.GetName(request.Kind));
        return ApiProblem.NoData($"{company.Name} has no {frequency} {kind} statement{query.Window.Describe()}{asOf}.", available);
    }
}
