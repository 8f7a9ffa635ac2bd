namespace EngineDump;

/// <summary>Texts of reasons that one revision words differently from another, one to one.</summary>
internal sealed class ReasonTexts
{
    private readonly (string Old, string New)[] _pairs;

    private ReasonTexts((string Old, string New)[] pairs) => _pairs = pairs;

    public static ReasonTexts Read(string path)
    {
        if (path == "-") return new ReasonTexts([]);
        var pairs = File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Select(parts => (Old: parts[0], New: parts[1])).ToArray();
        if (pairs.DistinctBy(pair => pair.Old).Count() < pairs.Length || pairs.DistinctBy(pair => pair.New).Count() < pairs.Length)
            throw new InvalidDataException($"{path} maps reasons not one to one.");
        // A text may contain another one.
        return new ReasonTexts([.. pairs.OrderByDescending(pair => pair.Old.Length)]);
    }

    /// <summary>The reason in the words of the other revision. A ratio's reason contains that of its operand.</summary>
    public string? Map(string? reason)
    {
        if (reason is null) return null;
        foreach (var (old, text) in _pairs)
        {
            if (reason == old) return text;
            if (reason.Contains(old, StringComparison.Ordinal)) return reason.Replace(old, text, StringComparison.Ordinal);
        }
        return reason;
    }
}
