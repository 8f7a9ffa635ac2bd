using EdgarApi.Financials.Facts;
using EdgarApi.LoadTesting.Workloads;

namespace EdgarApi.Tests.LoadTesting;

public sealed class WorkloadInputTests
{
    [Fact]
    public void The_JSON_made_from_the_sample_holds_the_facts_of_the_snapshot()
    {
        var input = WorkloadInput.LoadSample();
        var parsed = CompanyFacts.Parse(input.Json);

        Assert.Equal((input.Facts.Cik, input.Facts.EntityName, input.Facts.Count), (parsed.Cik, parsed.EntityName, parsed.Count));
        Assert.Equal(Rows(input.Facts), Rows(parsed));

        static HashSet<(string, string, FactPeriod, decimal, string)> Rows(CompanyFacts facts) =>
            [.. facts.Query(new FactQuery(), 0, facts.Count).Facts
                .Select(fact => (fact.Concept, fact.Unit, fact.Period, fact.Value, fact.Accession))];
    }
}
