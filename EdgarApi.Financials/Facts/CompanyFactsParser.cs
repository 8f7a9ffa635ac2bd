using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>
/// Reads <c>{"cik":…,"entityName":…,"facts":{taxonomy:{concept:{"label":…,"units":{unit:[row,…]}}}}}</c> in one forward pass.
/// Properties may be in any order; unknown ones are skipped. <see cref="CompactRowReader"/> reads nearly all rows of the SEC's files.
/// </summary>
internal ref struct CompanyFactsParser
{
    private const int MaxDepth = 16, LongestReason = 200;
    private readonly ReadOnlySpan<byte> _json;
    private readonly FactColumnsBuilder _builder = new();
    private Utf8JsonReader _reader;
    private long _readerOffset;
    private Cik _cik;
    private string _entityName = "";

    private CompanyFactsParser(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        _builder.Reserve(json.Length);
    }

    public static CompanyFacts Parse(ReadOnlySpan<byte> json) =>
        new CompanyFactsParser(json.StartsWith("\uFEFF"u8) ? json[3..] : json).Parse();

    private CompanyFacts Parse()
    {
        try
        {
            ReadRoot();
            if (_reader.Read()) throw Malformed("nothing may follow the facts");
        }
        catch (JsonException error)
        {
            throw new CompanyFactsFormatException(
                "not well-formed JSON: " + FirstSentence(error.Message), _readerOffset + _reader.BytesConsumed, error);
        }
        catch (InvalidOperationException error)
        {
            throw new CompanyFactsFormatException($"unexpected {_reader.TokenType}", TokenOffset, error);
        }
        if (_cik.Value == 0) throw Malformed("'cik' is missing");
        return _builder.Build(_cik, _entityName);
    }

    private void ReadRoot()
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, "the facts of a company are an object");
        while (NextProperty())
        {
            if (_reader.ValueTextEquals("cik"u8))
            {
                _reader.Read();
                _cik = ReadCik();
            }
            else if (_reader.ValueTextEquals("entityName"u8))
            {
                _reader.Read();
                _entityName = _reader.TokenType == JsonTokenType.Null ? "" : _reader.GetString()!;
            }
            else if (_reader.ValueTextEquals("facts"u8))
            {
                _reader.Read();
                ReadTaxonomies();
            }
            else _reader.Skip();
        }
    }

    private Cik ReadCik()
    {
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetInt64(out var number) && number is > 0 and <= Cik.MaxValue)
            return new Cik(number);
        if (_reader.TokenType == JsonTokenType.String && Cik.TryParse(_reader.GetString(), out var cik)) return cik;
        throw Malformed("'cik' is not a CIK");
    }

    private void ReadTaxonomies()
    {
        Expect(JsonTokenType.StartObject, "'facts' is an object of taxonomies");
        while (NextProperty())
        {
            var taxonomy = _reader.GetString()!;
            _reader.Read();
            Expect(JsonTokenType.StartObject, "a taxonomy is an object of concepts");
            while (NextProperty())
            {
                var name = _reader.GetString()!;
                _reader.Read();
                ReadConcept(taxonomy, name);
            }
        }
    }

    private void ReadConcept(string taxonomy, string name)
    {
        Expect(JsonTokenType.StartObject, "a concept is an object");
        var concept = _builder.AddConcept(taxonomy, name);
        while (NextProperty())
        {
            if (_reader.ValueTextEquals("label"u8))
            {
                _reader.Read();
                _builder.SetLabel(concept, _reader.TokenType == JsonTokenType.Null ? null : ReadUtf8());
            }
            else if (_reader.ValueTextEquals("units"u8))
            {
                _reader.Read();
                Expect(JsonTokenType.StartObject, "'units' is an object");
                while (NextProperty())
                {
                    var unit = _reader.GetString()!;
                    _reader.Read();
                    ReadRows(concept, unit);
                }
            }
            else _reader.Skip();
        }
    }

    private void ReadRows(int concept, string unit)
    {
        Expect(JsonTokenType.StartArray, "a unit is an array of rows");
        _builder.BeginSeries(concept, unit);
        ReadCompactRows();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) ReadRow();
    }

    private void ReadCompactRows()
    {
        var begin = (int)(_readerOffset + _reader.BytesConsumed);
        var end = new CompactRowReader(_json, _builder).ReadRows(begin);
        if (end == begin) return;
        _reader = new Utf8JsonReader(_json[end..], isFinalBlock: true, _reader.CurrentState);
        _readerOffset = end;
    }

    private void ReadRow()
    {
        Expect(JsonTokenType.StartObject, "a row is an object");
        var rowOffset = TokenOffset;
        var row = new FactRow();
        var filing = new FilingKey();
        var hasValue = false;
        while (NextProperty())
        {
            var name = _reader.ValueSpan;
            // The eight names differ in length or first letter; the full comparison guards against names that are new.
            switch (name.Length)
            {
                case 3 when name.SequenceEqual("end"u8): row.End = ReadDay("end"); break;
                case 3 when name.SequenceEqual("val"u8): (row.Value, hasValue) = (ReadValue(), true); break;
                case 5 when name.SequenceEqual("start"u8): row.Start = ReadDay("start"); break;
                case 5 when name.SequenceEqual("filed"u8): filing.Filed = ReadDay("filed"); break;
                case 5 when name.SequenceEqual("frame"u8): row.Frame = ReadText(_builder.Frames); break;
                case 4 when name.SequenceEqual("accn"u8): filing.Accession = ReadAccession(); break;
                case 4 when name.SequenceEqual("form"u8): filing.Form = ReadText(_builder.Forms); break;
                case 2 when name.SequenceEqual("fy"u8): filing.FiscalYear = ReadYear(); break;
                case 2 when name.SequenceEqual("fp"u8): filing.FiscalPeriod = ReadText(_builder.FiscalPeriods); break;
                default: _reader.Skip(); break;
            }
        }
        var missing = row.End == FactRow.None ? "end" : !hasValue ? "val" : filing.Missing;
        if (missing is not null) throw new CompanyFactsFormatException($"a row has no '{missing}'", rowOffset);
        if (row.Start > row.End) throw new CompanyFactsFormatException("a row ends before it starts", rowOffset);
        row.Filing = _builder.AddFiling(filing, rowOffset);
        _builder.AddRow(row);
    }

    private decimal ReadValue()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.Number
            && (ShortDecimal.TryRead(_reader.ValueSpan, out var value) || _reader.TryGetDecimal(out value))
            ? value : throw Malformed("'val' is not a decimal number");
    }

    private Accession ReadAccession()
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.String && Accession.TryParse(_reader.ValueSpan, out var accession)
            ? accession : throw Malformed("'accn' is not an accession number");
    }

    private int ReadText(Utf8Interner interner)
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null) return FactRow.None;
        if (_reader.TokenType != JsonTokenType.String) throw Malformed("text is expected");
        return interner.Intern(_reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(_reader.GetString()!) : _reader.ValueSpan);
    }

    /// <summary>Reads a string as UTF-8, unescaped.</summary>
    private byte[] ReadUtf8()
    {
        var utf8 = new byte[_reader.ValueSpan.Length];
        var length = _reader.CopyString(utf8);
        return length == utf8.Length ? utf8 : utf8[..length];
    }

    private int ReadYear()
    {
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null) return FactRow.None;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetInt32(out var year) && year is >= 0 and <= 9999
            ? year : throw Malformed("'fy' is not a year");
    }

    private int ReadDay(string name)
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.String && IsoDay.TryParse(_reader.ValueSpan, out var day)
            ? day : throw Malformed($"'{name}' is not a date YYYY-MM-DD");
    }

    private bool NextProperty() => _reader.Read() && _reader.TokenType == JsonTokenType.PropertyName;

    private void Expect(JsonTokenType type, string rule)
    {
        if (_reader.TokenType != type) throw Malformed(rule + $", not {_reader.TokenType}");
    }

    private readonly long TokenOffset => _readerOffset + _reader.TokenStartIndex;

    private CompanyFactsFormatException Malformed(string reason) => new(reason, TokenOffset);

    // System.Text.Json appends its own line and path, which the offset replaces, and may quote the rest of the document.
    private static string FirstSentence(string message)
    {
        var sentence = message.Split(". ", 2)[0];
        return sentence.Length <= LongestReason ? sentence : sentence[..LongestReason] + "…";
    }
}
