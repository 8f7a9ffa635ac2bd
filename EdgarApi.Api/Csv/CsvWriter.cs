using System.Buffers;
using System.Text;

namespace EdgarApi.Api.Csv;

/// <summary>An answer that is a table.</summary>
internal interface ICsvTable
{
    IEnumerable<string> CsvColumns { get; }

    IEnumerable<IEnumerable<CsvCell>> CsvRows { get; }
}

/// <summary>
/// Writes RFC 4180: commas, CRLF, quotes where needed. Text that a spreadsheet would take for a formula gets an apostrophe in front
/// (OWASP, CSV injection); numbers stay as they are, minus sign included.
/// </summary>
internal static class CsvWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",\r\n");
    private static readonly SearchValues<char> StartsFormula = SearchValues.Create("=+-@\t\r\n|");

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
