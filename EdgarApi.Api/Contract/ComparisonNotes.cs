using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Creates the notes of statements and ratios of several companies.</summary>
internal static class ComparisonNotes
{
    public const string WithoutStatement = "companiesWithoutStatement";
    public const string WithoutRatios = "companiesWithoutRatios";

    public static IReadOnlyList<string> Codes { get; } = [CommonCurrency.NoteCode, WithoutStatement, WithoutRatios];

    extension(ComparisonNote)
    {
        /// <summary>Creates the note on different currencies, if the companies report in several.</summary>
        public static IEnumerable<ComparisonNote> FromCurrencies(IEnumerable<(CompanyEntry Company, string? Currency)> companies) =>
            CommonCurrency.FindDifference(companies) is { } difference
                ? [new(CommonCurrency.NoteCode, difference.Text, difference.Companies)]
                : [];

        /// <summary>Creates the note on companies without data, if there are any.</summary>
        /// <param name="code">The code of the note.</param>
        /// <param name="missing">What they do not have.</param>
        /// <param name="companies">The companies.</param>
        public static IEnumerable<ComparisonNote> FromMissing(string code, string missing, IEnumerable<CompanyEntry> companies)
        {
            string[] ids = [.. companies.Select(CompanyReference.GetId)];
            return ids.Length == 0 ? [] : [new(code, $"no {missing} for {string.Join(", ", ids)}", ids)];
        }
    }
}
