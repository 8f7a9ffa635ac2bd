using System.Text.Json.Serialization;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Connections;

/// <summary>The source-generated JSON of responses. Numbers become decimals digit for digit.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompanySearchResponse))]
[JsonSerializable(typeof(ProfileResponse))]
[JsonSerializable(typeof(OverviewResponse))]
[JsonSerializable(typeof(StatementResponse))]
[JsonSerializable(typeof(SeveralStatementsResponse))]
[JsonSerializable(typeof(TimeSeriesResponse))]
[JsonSerializable(typeof(SeveralTimeSeriesResponse))]
[JsonSerializable(typeof(RatiosResponse))]
[JsonSerializable(typeof(SeveralRatiosResponse))]
[JsonSerializable(typeof(FactsResponse))]
[JsonSerializable(typeof(FilingsResponse))]
[JsonSerializable(typeof(UpdatesResponse))]
[JsonSerializable(typeof(MetricsResponse))]
[JsonSerializable(typeof(FrameResponse))]
[JsonSerializable(typeof(ScreenResponse))]
[JsonSerializable(typeof(PeersResponse))]
[JsonSerializable(typeof(DatasetsResponse))]
internal sealed partial class ResponsesJson : JsonSerializerContext;
