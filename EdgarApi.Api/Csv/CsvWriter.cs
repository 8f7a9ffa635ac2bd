using System.Buffers;
using System.Text;

namespace EdgarApi.Api.Csv;

/// <summary>A response in the form of a table.</summary>
internal interface ICsvTable
{
    /// <summary>Name of the file, without its extension: ASCII letters, digits, dots and hyphens.</summary>
    string FileName { get; }

    IEnumerable<string> CsvColumns { get; }

    IEnumerable<IEnumerable<CsvCell>> CsvRows { get; }
}

/// <summary>A table that is also available with one value per row.</summary>
internal interface ILongTable : ICsvTable
{
    IEnumerable<LongRow> LongRows { get; }
}

/// <summary>
/// A table that as CSV always has one value per row. Several companies have different periods, so columns of periods would not line up.
/// </summary>
internal interface ILongOnlyTable : ILongTable
{
    IEnumerable<string> ICsvTable.CsvColumns => LongRow.Columns;

    IEnumerable<IEnumerable<CsvCell>> ICsvTable.CsvRows => LongRows.Select(row => row.Cells);
}

/// <summary>
/// Writes CSV as in RFC 4180: commas, CRLF, quotes where necessary. Text that a spreadsheet would interpret as a formula is prefixed
/// with an apostrophe (OWASP, CSV injection). Numbers stay unchanged, including the minus sign.
/// </summary>
internal static class CsvWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");
    private static readonly SearchValues<char> StartsFormula = SearchValues.Create("=+-@\t\r\n|");

    /// <summary>The byte order mark of UTF-8.</summary>
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static void WriteRow(IBufferWriter<byte> output, IEnumerable<CsvCell> cells)
    {
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isFirst) output.Write(","u8);
            WriteCell(output, cell);
            isFirst = false;
        }
        output.Write("\r\n"u8);
    }

    private static void WriteCell(IBufferWriter<byte> output, CsvCell cell)
    {
        var text = cell.Text ?? "";
        if (cell.IsText && text.Length > 0 && StartsFormula.Contains(text[0])) text = "'" + text;
        if (text.AsSpan().ContainsAny(NeedsQuotes)) text = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Encoding.UTF8.GetBytes(text, output);
    }
}
