using System.Text.Json.Serialization;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Storage.Ingest;

/// <summary>A canonical form of profiles and filings, for hashing.</summary>
[JsonSerializable(typeof(CompanyProfile))]
[JsonSerializable(typeof(IReadOnlyList<Filing>))]
internal sealed partial class CanonicalJson : JsonSerializerContext;
