using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Statements.Values;

/// <summary>A tier of a metric's concepts, without those that the company does not report.</summary>
/// <param name="Series">The series of the reported concepts.</param>
/// <param name="Finders">For each reported concept in order of preference, or one for all if they are one measure. Never empty.</param>
internal sealed record ConceptTier(int[] Series, ConceptFinder[] Finders)
{
    /// <summary>The tiers with at least one concept that the company reports.</summary>
    public static ConceptTier[] Find(FinancialModel model, MetricDefinition definition)
    {
        if (definition.Concepts is not { } stage) return [];
        var tiers = new List<ConceptTier>();
        foreach (var terms in stage.Tiers)
        {
            ConceptFinder[] finders = stage.AreSameMeasure
                ? [new ConceptFinder(model, definition, terms)]
                : Array.ConvertAll(terms, term => new ConceptFinder(model, definition, term));
            finders = Array.FindAll(finders, finder => !finder.IsEmpty);
            if (finders.Length == 0) continue;
            var series = Array.ConvertAll(terms, term => model.Index.Find(term.Concept, model.GetUnit(definition.Metric)));
            tiers.Add(new ConceptTier(Array.FindAll(series, one => one >= 0), finders));
        }
        return [.. tiers];
    }
}
