using System.Globalization;

namespace EdgarApi.Api.Csv;

/// <summary>A cell: text, or a number or date in invariant format.</summary>
internal readonly record struct CsvCell
{
    private CsvCell(string text, bool isText) => (Text, IsText) = (text, isText);

    public string? Text { get; }

    /// <summary>Whether the cell has third-party text, which a spreadsheet must not run as a formula.</summary>
    public bool IsText { get; }

    public static implicit operator CsvCell(string? text) => new(text ?? "", isText: true);

    public static implicit operator CsvCell(decimal? number) => new(number?.ToString(CultureInfo.InvariantCulture) ?? "", isText: false);

    public static implicit operator CsvCell(int? number) => new(number?.ToString(CultureInfo.InvariantCulture) ?? "", isText: false);

    public static implicit operator CsvCell(long number) => new(number.ToString(CultureInfo.InvariantCulture), isText: false);

    public static implicit operator CsvCell(DateOnly? day) =>
        new(day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", isText: false);

    public static implicit operator CsvCell(DateTime? instant) =>
        new(instant?.ToString("O", CultureInfo.InvariantCulture) ?? "", isText: false);
}
