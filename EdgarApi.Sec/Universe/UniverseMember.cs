using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Sec.Universe;

/// <summary>
/// A generated company: a real one with another CIK, ticker and accession numbers, and all amounts multiplied by a factor of its own. The
/// factor is exact, so that sums, margins and per-share values fit as they do in the original, and no two companies have equal amounts.
/// </summary>
internal sealed class UniverseMember
{
    /// <summary>CIKs of generated companies begin here, above those that the SEC has assigned.</summary>
    private const long FirstCik = 9_000_000_000;

    private const int TickerLetters = 4;
    private const int Letters = 26;

    /// <summary>Prime, and larger than the number of copies of one company, so that no two copies have the same factor.</summary>
    private const int Factors = 9973;

    private const int FactorStep = 7919;
    private const decimal FactorUnit = 0.0001m;

    // Depths of members in a file of company facts: facts, taxonomy, concept, units, unit, array, fact.
    private const int TopDepth = 1;
    private const int UnitDepth = 5;
    private const int FactDepth = 7;

    private static readonly JsonWriterOptions Written =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly int _number;
    private readonly decimal _factor;
    private readonly Dictionary<string, string> _agents = new(StringComparer.Ordinal);

    /// <summary>Creates a company.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="copy">How many companies before it come from the same real one.</param>
    /// <param name="revision">Which of its successive states: each has larger amounts than the one before.</param>
    public UniverseMember(int number, int copy, int revision = 0)
    {
        _number = number;
        _factor = (1 + (copy + 1) * (long)FactorStep % Factors) * FactorUnit + revision;
    }

    public Cik Cik => new(FirstCik + _number);

    public string Ticker
    {
        get
        {
            var text = new char[TickerLetters];
            for (var (rest, i) = (_number, TickerLetters - 1); i >= 0; rest /= Letters, i--) text[i] = (char)('A' + rest % Letters);
            return $"U{new string(text)}";
        }
    }

    public string GetName(string original) => string.Create(CultureInfo.InvariantCulture, $"{original} {_number:D5}");

    /// <summary>Rewrites a file of company facts.</summary>
    public byte[] RewriteFacts(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + json.Length / 4);
        using (var writer = new Utf8JsonWriter(output, Written))
        {
            var reader = new Utf8JsonReader(json);
            var isMoney = false;
            var name = Member.Other;
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = GetMember(ref reader);
                    if (reader.CurrentDepth == UnitDepth) isMoney = IsMoney(reader.ValueSpan);
                    writer.WritePropertyName(reader.GetString()!);
                    continue;
                }

                Write(ref reader, writer, name, isMoney);
            }
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Rewrites a file of submissions. Its further pages are left out.</summary>
    public byte[] RewriteSubmissions(JsonObject original)
    {
        var document = original.DeepClone().AsObject();
        document["cik"] = Cik.ToString();
        document["name"] = GetName(document["name"]!.GetValue<string>());
        document["tickers"] = new JsonArray(Ticker);
        if (document["exchanges"] is JsonArray { Count: > 0 } exchanges) document["exchanges"] = new JsonArray(exchanges[0]?.DeepClone());
        var filings = document["filings"]!.AsObject();
        filings["files"] = new JsonArray();
        var recent = filings["recent"]!.AsObject();
        recent["accessionNumber"] = new JsonArray(
            [.. recent["accessionNumber"]!.AsArray().Select(number => JsonValue.Create(RewriteAccession(number!.GetValue<string>())))]);
        return Encoding.UTF8.GetBytes(document.ToJsonString());
    }

    private void Write(ref Utf8JsonReader reader, Utf8JsonWriter writer, Member name, bool isMoney)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: writer.WriteStartObject(); break;
            case JsonTokenType.EndObject: writer.WriteEndObject(); break;
            case JsonTokenType.StartArray: writer.WriteStartArray(); break;
            case JsonTokenType.EndArray: writer.WriteEndArray(); break;
            case JsonTokenType.Number when name == Member.Value && isMoney && reader.TryGetDecimal(out var amount):
                writer.WriteNumberValue(amount * _factor);
                break;
            case JsonTokenType.Number when name == Member.Cik: writer.WriteNumberValue(Cik.Value); break;
            case JsonTokenType.String when name == Member.Cik: writer.WriteStringValue(Cik.ToString()); break; // as of newer filers
            case JsonTokenType.String when name == Member.Name: writer.WriteStringValue(GetName(reader.GetString()!)); break;
            case JsonTokenType.String when name == Member.Accession: writer.WriteStringValue(RewriteAccession(reader.GetString()!)); break;
            case JsonTokenType.String: writer.WriteStringValue(reader.GetString()); break;
            default: writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true); break;
        }
    }

    /// <summary>Replaces the filing agent's number by the company's own; a company may have several agents.</summary>
    private string RewriteAccession(string accession)
    {
        var agent = accession[..accession.IndexOf('-', StringComparison.Ordinal)];
        if (!_agents.TryGetValue(agent, out var own))
            _agents.Add(agent, own = string.Create(CultureInfo.InvariantCulture, $"9{_number:D6}{_agents.Count:D3}"));
        return own + accession[agent.Length..];
    }

    private static Member GetMember(ref Utf8JsonReader reader) => reader.CurrentDepth switch
    {
        TopDepth when reader.ValueTextEquals("cik"u8) => Member.Cik,
        TopDepth when reader.ValueTextEquals("entityName"u8) => Member.Name,
        FactDepth when reader.ValueTextEquals("val"u8) => Member.Value,
        FactDepth when reader.ValueTextEquals("accn"u8) => Member.Accession,
        _ => Member.Other,
    };

    /// <summary>Whether a unit is a currency, or a currency per share.</summary>
    private static bool IsMoney(ReadOnlySpan<byte> unit) =>
        unit.Length >= 3 && !unit[..3].ContainsAnyExceptInRange((byte)'A', (byte)'Z') && (unit.Length == 3 || unit[3] == (byte)'/');

    private enum Member
    {
        Other,
        Cik,
        Name,
        Value,
        Accession,
    }
}
