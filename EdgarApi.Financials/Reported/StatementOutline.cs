namespace EdgarApi.Financials.Reported;

/// <summary>
/// The indentation of one statement's lines. A line is one level below the nearest total that the company reported; unreported totals leave
/// no gap.
/// </summary>
internal sealed class StatementOutline
{
    private readonly HashSet<string> _shown;
    private readonly HashSet<string> _totals = new(StringComparer.Ordinal);

    public StatementOutline(IEnumerable<TaxonomyEntry> lines)
    {
        var entries = lines.ToList();
        _shown = entries.Select(entry => entry.Concept).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in entries)
            if (FindTotal(entry) is { } total) _totals.Add(total.Concept);
    }

    public bool IsTotal(TaxonomyEntry entry) => entry.IsRunning || _totals.Contains(entry.Concept);

    public int GetLevel(TaxonomyEntry entry)
    {
        var level = 0;
        for (var line = entry; !line.IsRunning && FindTotal(line) is { } total; line = total) level++;
        return level;
    }

    /// <summary>The nearest total above that is shown.</summary>
    private TaxonomyEntry? FindTotal(TaxonomyEntry entry)
    {
        var total = entry.PartOf;
        while (total is not null && !_shown.Contains(total)) total = TaxonomyMap.Find(total)?.PartOf;
        return total is null ? null : TaxonomyMap.Find(total);
    }
}
