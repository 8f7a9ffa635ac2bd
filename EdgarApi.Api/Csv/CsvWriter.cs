using System.Buffers;
using System.Text;

namespace EdgarApi.Api.Csv;

/// <summary>A response in the form of a table.</summary>
internal interface ICsvTable
{
    IEnumerable<string> CsvColumns { get; }

    IEnumerable<IEnumerable<CsvCell>> CsvRows { get; }
}

/// <summary>
/// Writes CSV as in RFC 4180: commas, CRLF, quotes where necessary. Text that a spreadsheet would interpret as a formula is prefixed
/// with an apostrophe (OWASP, CSV injection). Numbers stay unchanged, including the minus sign.
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
