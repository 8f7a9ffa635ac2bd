using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Facts;

/// <summary>Describes what a company reports if it does not report the requested concept, taxonomy, unit or form.</summary>
internal static class AvailableConcepts
{
    private const int MaxSuggestions = 20;

    /// <summary>Finds the problem; null if the company reports such facts, but not in the requested filings or periods.</summary>
    public static ApiProblem? FindProblem(CompanyEntry company, CompanyFacts facts, FactQuery query)
    {
        if (query.Concept is { } concept && !HasFacts(facts, new FactQuery { Concept = concept }))
        {
            var concepts = FindNearest(concept, GetDistinct(facts, fact => $"{fact.Taxonomy}:{fact.Concept}"));
            return ApiProblem.NoData($"{company.Name} does not report {concept}.", CreateAvailable("concepts", concepts));
        }

        if (query.Taxonomy is { } taxonomy && !HasFacts(facts, new FactQuery { Taxonomy = taxonomy }))
        {
            var taxonomies = GetDistinct(facts, fact => fact.Taxonomy);
            return ApiProblem.NoData(
                $"{company.Name} does not report facts in the taxonomy {taxonomy}.", CreateAvailable("taxonomies", taxonomies));
        }

        if (query.Unit is { } unit && !HasFacts(facts, new FactQuery { Concept = query.Concept, Unit = unit }))
        {
            var units = GetDistinct(facts, fact => fact.Unit, new FactQuery { Concept = query.Concept });
            return ApiProblem.NoData($"{company.Name} does not report such facts in the unit {unit}.", CreateAvailable("units", units));
        }

        if (query.Forms.Count > 0 && !HasFacts(facts, new FactQuery { Forms = query.Forms }))
            return AvailableForms.CreateProblem(company, query.Forms, GetDistinct(facts, fact => fact.Form));
        return null;
    }

    private static bool HasFacts(CompanyFacts facts, FactQuery query) => facts.Query(query, offset: 0, limit: 1).Total > 0;

    private static IEnumerable<string> GetDistinct(CompanyFacts facts, Func<ReportedFact, string> selector, FactQuery? query = null) =>
        facts.Query(query ?? new FactQuery(), offset: 0, facts.Count).Facts.Select(selector).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Finds the concepts that share the most words with the requested Pascal-case name (<c>NetIncomeLoss</c>).</summary>
    private static IEnumerable<string> FindNearest(string concept, IEnumerable<string> known)
    {
        var words = GetWords(concept);
        return known.OrderByDescending(name => GetWords(name).Count(words.Contains)).ThenBy(name => name.Length).Take(MaxSuggestions);
    }

    private static HashSet<string> GetWords(string concept)
    {
        var name = concept[(concept.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var starts = Enumerable.Range(0, name.Length)
            .Where(index => index == 0 || char.IsUpper(name[index])).Append(name.Length).ToList();
        return [.. starts.Zip(starts.Skip(1), (start, end) => name[start..end].ToUpperInvariant())];
    }

    private static Dictionary<string, string[]> CreateAvailable(string kind, IEnumerable<string> names) => new() { [kind] = [.. names] };
}
