using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Api.Ops.Drills;
using EdgarApi.Api.Ops.Status;

namespace EdgarApi.Api.Ops;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpsStatusResponse))]
[JsonSerializable(typeof(BudgetsResponse))]
[JsonSerializable(typeof(DashboardsResponse))]
[JsonSerializable(typeof(DrillsResponse))]
[JsonSerializable(typeof(DrillResult))]
[JsonSerializable(typeof(DashboardResponse))]
internal sealed partial class OpsJson : JsonSerializerContext;
