using System.Text.Json.Serialization;

namespace EdgarApi.Api.Ops;

/// <summary>How good something is.</summary>
[JsonConverter(typeof(OpsStateConverter))]
internal enum OpsState
{
    /// <summary>Nothing to compare with.</summary>
    None,

    /// <summary>As it should be.</summary>
    Green,

    /// <summary>Needs attention soon.</summary>
    Amber,

    /// <summary>Needs attention now.</summary>
    Red,
}

/// <summary>Writes the states in lower case.</summary>
internal sealed class OpsStateConverter() : JsonStringEnumConverter<OpsState>(System.Text.Json.JsonNamingPolicy.CamelCase);
