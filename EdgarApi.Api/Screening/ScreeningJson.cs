using System.Text.Json.Serialization;

namespace EdgarApi.Api.Screening;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrameTable))]
[JsonSerializable(typeof(FrameResponse))]
[JsonSerializable(typeof(ScreenTable))]
[JsonSerializable(typeof(ScreenResponse))]
[JsonSerializable(typeof(PeersTable))]
[JsonSerializable(typeof(PeersResponse))]
internal sealed partial class ScreeningJson : JsonSerializerContext;
