using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Admin;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrganizationsResponse))]
[JsonSerializable(typeof(UsersResponse))]
[JsonSerializable(typeof(KeysResponse))]
[JsonSerializable(typeof(CreatedKeyResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(OrdersResponse))]
[JsonSerializable(typeof(RunsResponse))]
[JsonSerializable(typeof(DrillRecordResponse))]
[JsonSerializable(typeof(InvalidationResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(DegradedModeResponse))]
[JsonSerializable(typeof(NewOrganizationBody))]
[JsonSerializable(typeof(OrganizationBody))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(NewKeyBody))]
[JsonSerializable(typeof(KeyBody))]
[JsonSerializable(typeof(RotationBody))]
[JsonSerializable(typeof(IngestBody))]
[JsonSerializable(typeof(WarmBody))]
[JsonSerializable(typeof(DrillRecordBody))]
[JsonSerializable(typeof(DegradedModeBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AdminJson : JsonSerializerContext;
