using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// Reads <c>{"cik":…,"entityName":…,"facts":{taxonomy:{concept:{"label":…,"units":{unit:[row,…]}}}}}</c> in one forward pass.
/// Properties may be in any order; unknown ones are skipped.
/// </summary>
internal sealed class CompanyFactsParser
{
    private const int MaxDepth = 16;
    private readonly FactColumnsBuilder _builder = new();
    private Cik _cik;
    private string _entityName = "";

    public CompanyFacts Parse(ReadOnlySpan<byte> json)
    {
        if (json.StartsWith("\uFEFF"u8)) json = json[3..];
        _builder.Reserve(json.Length);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            ReadRoot(ref reader);
            if (reader.Read()) throw Malformed("nothing may follow the facts", in reader);
        }
        catch (JsonException error)
        {
            throw new CompanyFactsFormatException("not well-formed JSON: " + FirstSentence(error.Message), reader.BytesConsumed, error);
        }
        catch (InvalidOperationException error)
        {
            throw new CompanyFactsFormatException($"unexpected {reader.TokenType}", reader.TokenStartIndex, error);
        }
        if (_cik.Value == 0) throw Malformed("'cik' is missing", in reader);
        return _builder.Build(_cik, _entityName);
    }

    private void ReadRoot(ref Utf8JsonReader reader)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject, "the facts of a company are an object");
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("cik"u8))
            {
                reader.Read();
                _cik = ReadCik(ref reader);
            }
            else if (reader.ValueTextEquals("entityName"u8))
            {
                reader.Read();
                _entityName = reader.TokenType == JsonTokenType.Null ? "" : reader.GetString()!;
            }
            else if (reader.ValueTextEquals("facts"u8))
            {
                reader.Read();
                ReadTaxonomies(ref reader);
            }
            else reader.Skip();
        }
    }

    private static Cik ReadCik(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number is > 0 and <= Cik.MaxValue)
            return new Cik(number);
        if (reader.TokenType == JsonTokenType.String && Cik.TryParse(reader.GetString(), out var cik)) return cik;
        throw Malformed("'cik' is not a CIK", in reader);
    }

    private void ReadTaxonomies(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "'facts' is an object of taxonomies");
        while (NextProperty(ref reader))
        {
            var taxonomy = reader.GetString()!;
            reader.Read();
            Expect(ref reader, JsonTokenType.StartObject, "a taxonomy is an object of concepts");
            while (NextProperty(ref reader))
            {
                var name = reader.GetString()!;
                reader.Read();
                ReadConcept(ref reader, taxonomy, name);
            }
        }
    }

    private void ReadConcept(ref Utf8JsonReader reader, string taxonomy, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, "a concept is an object");
        var concept = _builder.AddConcept(taxonomy, name);
        while (NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("label"u8))
            {
                reader.Read();
                _builder.SetLabel(concept, reader.TokenType == JsonTokenType.Null ? null : reader.GetString());
            }
            else if (reader.ValueTextEquals("units"u8))
            {
                reader.Read();
                Expect(ref reader, JsonTokenType.StartObject, "'units' is an object");
                while (NextProperty(ref reader))
                {
                    var unit = reader.GetString()!;
                    reader.Read();
                    ReadRows(ref reader, concept, unit);
                }
            }
            else reader.Skip();
        }
    }

    private void ReadRows(ref Utf8JsonReader reader, int concept, string unit)
    {
        Expect(ref reader, JsonTokenType.StartArray, "a unit is an array of rows");
        _builder.BeginSeries(concept, unit);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadRow(ref reader);
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, "a row is an object");
        var rowOffset = reader.TokenStartIndex;
        var row = new FactRow();
        while (NextProperty(ref reader))
        {
            var name = reader.ValueSpan;
            // The eight names differ in length or first letter; the full comparison guards against names that are new.
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("end"u8): row.End = ReadDay(ref reader, "end"); break;
                case 3 when name.SequenceEqual("val"u8): ReadValue(ref reader, ref row); break;
                case 5 when name.SequenceEqual("start"u8): row.Start = ReadDay(ref reader, "start"); break;
                case 5 when name.SequenceEqual("filed"u8): row.Filed = ReadDay(ref reader, "filed"); break;
                case 5 when name.SequenceEqual("frame"u8): row.Frame = ReadText(ref reader, _builder.Frames); break;
                case 4 when name.SequenceEqual("accn"u8): row.Accession = ReadAccession(ref reader); break;
                case 4 when name.SequenceEqual("form"u8): row.Form = ReadText(ref reader, _builder.Forms); break;
                case 2 when name.SequenceEqual("fy"u8): row.FiscalYear = ReadYear(ref reader); break;
                case 2 when name.SequenceEqual("fp"u8): row.FiscalPeriod = ReadText(ref reader, _builder.FiscalPeriods); break;
                default: reader.Skip(); break;
            }
        }
        if (row.Missing is { } missing) throw new CompanyFactsFormatException($"a row has no '{missing}'", rowOffset);
        if (row.Start > row.End) throw new CompanyFactsFormatException("a row ends before it starts", rowOffset);
        _builder.AddRow(row, rowOffset);
    }

    private static void ReadValue(ref Utf8JsonReader reader, ref FactRow row)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number
            || (!ShortDecimal.TryRead(reader.ValueSpan, out row.Value) && !reader.TryGetDecimal(out row.Value)))
            throw Malformed("'val' is not a decimal number", in reader);
        row.HasValue = true;
    }

    private static Accession ReadAccession(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && Accession.TryParse(reader.ValueSpan, out var accession)
            ? accession : throw Malformed("'accn' is not an accession number", in reader);
    }

    private static int ReadText(ref Utf8JsonReader reader, Utf8Interner interner)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return FactRow.None;
        if (reader.TokenType != JsonTokenType.String) throw Malformed("text is expected", in reader);
        return interner.Intern(reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan);
    }

    private static int ReadYear(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return FactRow.None;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var year) && year is >= 0 and <= 9999
            ? year : throw Malformed("'fy' is not a year", in reader);
    }

    private static int ReadDay(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && IsoDay.TryParse(reader.ValueSpan, out var day)
            ? day : throw Malformed($"'{name}' is not a date YYYY-MM-DD", in reader);
    }

    private static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string rule)
    {
        if (reader.TokenType != type) throw Malformed(rule + $", not {reader.TokenType}", in reader);
    }

    private static CompanyFactsFormatException Malformed(string reason, in Utf8JsonReader reader) => new(reason, reader.TokenStartIndex);

    // System.Text.Json appends its own line and path, which the offset replaces.
    private static string FirstSentence(string message) => message.Split(". ", 2)[0];
}
