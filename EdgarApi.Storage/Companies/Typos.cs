using F23.StringSimilarity;

namespace EdgarApi.Storage.Companies;

/// <summary>Counts typos: inserted, missing, replaced and transposed letters.</summary>
public static class Typos
{
    private static readonly OptimalStringAlignment Alignment = new();

    /// <summary>Counts the typos between two words; null if there are more than <paramref name="maximum"/>.</summary>
    public static int? Count(string one, string other, int maximum)
    {
        if (Math.Abs(one.Length - other.Length) > maximum) return null;
        var distance = (int)Alignment.Distance(one, other);
        return distance <= maximum ? distance : null;
    }

    /// <summary>The number of typos allowed in a word of a given length.</summary>
    public static int GetAllowed(int length) => length switch
    {
        < 4 => 0,
        < 8 => 1,
        _ => 2,
    };
}
