using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Financials.Audit;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Cli.Audit;

/// <summary>Writes the report as JSON.</summary>
internal static class AuditJson
{
    public static void Write(TextWriter writer, AuditReport report, IReadOnlyList<AuditGate> gates) => writer.WriteLine(
        JsonSerializer.Serialize(new AuditDocument(gates.All(gate => gate.Passed), gates, report), AuditJsonContext.Default.AuditDocument));
}

/// <summary>A report with its gates.</summary>
internal sealed record AuditDocument(bool Passed, IReadOnlyList<AuditGate> Gates, AuditReport Report);

/// <summary>Writes a CIK as ten digits.</summary>
internal sealed class CikConverter : JsonConverter<Cik>
{
    public override Cik Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Cik.Parse(reader.GetString().AsSpan());

    public override void Write(Utf8JsonWriter writer, Cik value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    Converters = [typeof(CikConverter)])]
[JsonSerializable(typeof(AuditDocument))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
