using EdgarApi.Api.Problems;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Facts;

/// <summary>What a company does report, when it does not report the concept, taxonomy or unit asked for.</summary>
internal static class AvailableConcepts
{
    private const int Nearest = 20;

    /// <summary>The problem; null when the company reports such facts, only not in these filings or periods.</summary>
    public static ApiProblem? Problem(CompanyEntry company, CompanyFacts facts, FactQuery asked)
    {
        if (asked.Concept is { } concept && !Exist(facts, new FactQuery { Concept = concept }))
            return ApiProblem.NoData($"{company.Name} reports no {concept}.", Available("concepts", Near(concept, All(facts, fact => $"{fact.Taxonomy}:{fact.Concept}"))));
        if (asked.Taxonomy is { } taxonomy && !Exist(facts, new FactQuery { Taxonomy = taxonomy }))
            return ApiProblem.NoData($"{company.Name} reports nothing in {taxonomy}.", Available("taxonomies", All(facts, fact => fact.Taxonomy)));
        if (asked.Unit is { } unit && !Exist(facts, new FactQuery { Concept = asked.Concept, Unit = unit }))
            return ApiProblem.NoData(
                $"{company.Name} reports no such fact in {unit}.",
                Available("units", All(facts, fact => fact.Unit, new FactQuery { Concept = asked.Concept })));
        return null;
    }

    private static bool Exist(CompanyFacts facts, FactQuery query) => facts.Query(query, offset: 0, limit: 1).Total > 0;

    private static IEnumerable<string> All(CompanyFacts facts, Func<ReportedFact, string> part, FactQuery? query = null) =>
        facts.Query(query ?? new FactQuery(), offset: 0, facts.Count).Facts.Select(part).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Those that share the most words with the name asked for: concepts are words in one (<c>NetIncomeLoss</c>).</summary>
    private static IEnumerable<string> Near(string concept, IEnumerable<string> known)
    {
        var words = GetWords(concept);
        return known.OrderByDescending(name => GetWords(name).Count(words.Contains)).ThenBy(name => name.Length).Take(Nearest);
    }

    private static HashSet<string> GetWords(string concept)
    {
        var name = concept[(concept.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var starts = Enumerable.Range(0, name.Length).Where(index => index == 0 || char.IsUpper(name[index])).Append(name.Length).ToList();
        return [.. starts.Zip(starts.Skip(1), (start, end) => name[start..end].ToUpperInvariant())];
    }

    private static Dictionary<string, string[]> Available(string what, IEnumerable<string> names) => new() { [what] = [.. names] };
}
