namespace EdgarApi.Storage.Companies;

/// <summary>An index from words to the rows whose names contain them.</summary>
internal sealed class NameWords
{
    private readonly Dictionary<string, List<int>> _rowsOfWord = new(StringComparer.Ordinal);
    private readonly List<string[]> _wordsOfRow = [];

    /// <summary>Indexes rows in order, each with its names.</summary>
    public NameWords(IEnumerable<IEnumerable<string>> namesOfRows)
    {
        foreach (var names in namesOfRows)
        {
            string[] words = [.. names.SelectMany(Split)];
            foreach (var word in words.Distinct(StringComparer.Ordinal))
            {
                if (!_rowsOfWord.TryGetValue(word, out var rows)) _rowsOfWord[word] = rows = [];
                rows.Add(_wordsOfRow.Count);
            }

            _wordsOfRow.Add(words);
        }
    }

    /// <summary>Finds rows that contain all words of the query, which may be prefixes, with a closeness from 0 to 1.</summary>
    public IEnumerable<(int Row, double Closeness)> Match(string query, bool typos)
    {
        var words = Split(query);
        if (words.Length == 0) return [];
        Dictionary<int, double>? all = null;
        foreach (var word in words)
        {
            var found = GetRows(word, typos);
            all = all is null ? found
                : all.Where(item => found.ContainsKey(item.Key)).ToDictionary(item => item.Key, item => item.Value + found[item.Key]);
            if (all.Count == 0) return [];
        }

        return all!.Select(item => (item.Key, GetCloseness(item.Key, item.Value / words.Length, words)));
    }

    // Mainly how well the words match, then whether the name starts with the query, then how short the name is.
    private double GetCloseness(int row, double wordsMatch, string[] query)
    {
        var name = _wordsOfRow[row];
        var begins = name.Length >= query.Length && name[0].StartsWith(query[0], StringComparison.Ordinal);
        return (0.7 * wordsMatch) + (begins ? 0.2 : 0) + (0.1 * query.Length / Math.Max(name.Length, query.Length));
    }

    private Dictionary<int, double> GetRows(string wanted, bool typos)
    {
        var found = new Dictionary<int, double>();
        foreach (var (word, rows) in _rowsOfWord)
        {
            if (GetCloseness(wanted, word, typos) is not { } closeness) continue;
            foreach (var row in rows)
                if (!found.TryGetValue(row, out var known) || known < closeness) found[row] = closeness;
        }

        return found;
    }

    private static double? GetCloseness(string wanted, string word, bool typos)
    {
        if (word.StartsWith(wanted, StringComparison.Ordinal)) return word.Length == wanted.Length ? 1 : 0.9;
        if (!typos) return null;
        return Typos.Count(wanted, word, Typos.GetAllowed(wanted.Length)) is { } count ? 0.8 - (0.2 * count) : null;
    }

    /// <summary>Upper-case words of letters and digits; <c>McDonald's</c> is one word.</summary>
    private static string[] Split(string text) =>
        new string([.. text.Where(c => c is not ('\'' or '.')).Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
