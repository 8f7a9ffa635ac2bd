using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgarApi.Api.Ops;

/// <summary>Where the values of the page come from.</summary>
[JsonConverter(typeof(OpsSourceConverter))]
internal enum OpsSource
{
    /// <summary>All processes, and their past.</summary>
    Prometheus,

    /// <summary>The process that responds, since it started.</summary>
    Process,
}

/// <summary>Writes the sources in lower case.</summary>
internal sealed class OpsSourceConverter() : JsonStringEnumConverter<OpsSource>(JsonNamingPolicy.CamelCase);
