using F23.StringSimilarity;

namespace EdgarApi.Storage.Companies;

/// <summary>Counts typos: letters put in, left out, replaced, or swapped with their neighbour.</summary>
internal static class Typos
{
    private static readonly OptimalStringAlignment Alignment = new();

    /// <summary>Typos between two words; null when there are more than some.</summary>
    public static int? Between(string one, string other, int most)
    {
        if (Math.Abs(one.Length - other.Length) > most) return null;
        var distance = (int)Alignment.Distance(one, other);
        return distance <= most ? distance : null;
    }

    /// <summary>Typos forgiven in a word of some length.</summary>
    public static int Forgiven(int length) => length switch
    {
        < 4 => 0,
        < 8 => 1,
        _ => 2,
    };
}
