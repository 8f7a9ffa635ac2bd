using System.Text.Json.Serialization;

namespace EdgarApi.Api.Screening;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FrameResponse))]
[JsonSerializable(typeof(ScreenResponse))]
[JsonSerializable(typeof(PeersResponse))]
internal sealed partial class ScreeningJson : JsonSerializerContext;
