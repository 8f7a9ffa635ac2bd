namespace EdgarApi.Financials.Facts;

/// <summary>Finds the series of a concept by its qualified name.</summary>
internal sealed class SeriesIndex
{
    private readonly CompanyFacts _facts;
    private readonly Dictionary<string, (int First, int Count)> _byConcept;

    public SeriesIndex(CompanyFacts facts)
    {
        _facts = facts;
        _byConcept = new Dictionary<string, (int, int)>(facts.Concepts.Length, StringComparer.Ordinal);
        for (int first = 0, next; first < facts.Series.Length; first = next)
        {
            var concept = facts.Series[first].Concept;
            for (next = first + 1; next < facts.Series.Length && facts.Series[next].Concept == concept;) next++;
            _byConcept[facts.Concepts[concept].QualifiedName] = (first, next - first);
        }
    }

    /// <summary>Positions of the concept's series in every unit.</summary>
    public IEnumerable<int> FindAll(string concept) =>
        _byConcept.TryGetValue(concept, out var run) ? Enumerable.Range(run.First, run.Count) : [];

    /// <summary>Positions of the concept's series in one unit; at most one apart from case variants.</summary>
    public IEnumerable<int> FindAll(string concept, string unit) =>
        FindAll(concept).Where(i => _facts.Series[i].Unit.Equals(unit, StringComparison.OrdinalIgnoreCase));

    /// <summary>Position of the concept's series in a unit, or -1.</summary>
    public int Find(string concept, string unit)
    {
        if (!_byConcept.TryGetValue(concept, out var run)) return -1;
        for (var i = run.First; i < run.First + run.Count; i++)
            if (_facts.Series[i].Unit.Equals(unit, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }
}
