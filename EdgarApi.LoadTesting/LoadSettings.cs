using System.Text.Json.Serialization;
using EdgarApi.LoadTesting.Scenarios;

namespace EdgarApi.LoadTesting;

/// <summary>The settings of one load test run.</summary>
public sealed record LoadSettings
{
    /// <summary>The scenario's name in the catalog.</summary>
    public required string Scenario { get; init; }

    /// <summary>Description of the scenario.</summary>
    public required string Description { get; init; }

    /// <summary>One of <see cref="LoadModel"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The base URL of the API under load.</summary>
    public required string Target { get; init; }

    /// <summary>Requests per second in the open model, users in the closed one, after the ramp.</summary>
    public required double Level { get; init; }

    /// <summary>The level at the start of the ramp.</summary>
    public required double StartLevel { get; init; }

    /// <summary>How long the level rises.</summary>
    public required TimeSpan RampUp { get; init; }

    /// <summary>How long the level holds after the ramp.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The level during the recovery.</summary>
    public double RecoveryLevel { get; init; }

    /// <summary>How long the recovery takes after the hold; zero without one.</summary>
    public TimeSpan Recovery { get; init; }

    /// <summary>How long requests are due: ramp, hold and recovery.</summary>
    [JsonIgnore]
    public TimeSpan Length => RampUp + Duration + Recovery;

    /// <summary>The factor by which the scenario's times are scaled.</summary>
    public required double Scale { get; init; }

    /// <summary>Weight of each endpoint.</summary>
    public required IReadOnlyDictionary<string, int> Mix { get; init; }

    /// <summary>Closed model: mean pause of a user between requests, in seconds.</summary>
    public double ThinkSeconds { get; init; } = 1;

    /// <summary>Open model: number of connections.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>Seconds after which a request fails.</summary>
    public double TimeoutSeconds { get; init; } = 10;

    /// <summary>Zipf exponent of the companies' popularity; 0 makes all equally popular.</summary>
    public double Skew { get; init; } = 1;

    /// <summary>One of <see cref="CacheStart"/>.</summary>
    public string Caches { get; init; } = CacheStart.Warm;

    /// <summary>Seed of the random choices.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Creates the settings of a scenario with defaults for everything else.</summary>
    /// <param name="catalog">The scenarios.</param>
    /// <param name="name">The scenario.</param>
    /// <param name="target">The base URL of the API.</param>
    /// <param name="rate">Requests per second of the open model; null selects the closed model.</param>
    /// <param name="users">Users of the closed model; null takes the scenario's.</param>
    /// <param name="scale">The factor by which the scenario's times are scaled.</param>
    public static LoadSettings Create(
        LoadCatalog catalog, string name, string target, int? rate = null, int? users = null, double scale = 1)
    {
        var scenario = catalog.Scenarios[name];
        double level = rate ?? users ?? scenario.Users;
        return new LoadSettings
        {
            Scenario = name,
            Description = scenario.Description,
            Model = rate is null ? LoadModel.Closed : LoadModel.Open,
            Target = target,
            Level = level,
            StartLevel = level * scenario.StartUsers / scenario.Users,
            RampUp = scenario.RampUp * scale,
            Duration = scenario.Duration * scale,
            RecoveryLevel = level * (scenario.Recovery?.Users ?? 0) / scenario.Users,
            Recovery = (scenario.Recovery?.Duration ?? TimeSpan.Zero) * scale,
            Scale = scale,
            Mix = catalog.GetMix(scenario),
        };
    }
}

/// <summary>Names of the traffic models.</summary>
public static class LoadModel
{
    /// <summary>Requests arrive at a constant rate.</summary>
    public const string Open = "open";

    /// <summary>A fixed number of users, each waiting for its response before the next request.</summary>
    public const string Closed = "closed";
}

/// <summary>State of the caches at the start of a run.</summary>
public static class CacheStart
{
    /// <summary>Every path is requested once before the run.</summary>
    public const string Warm = "warm";

    /// <summary>Nothing is requested before the run.</summary>
    public const string Cold = "cold";

    /// <summary>Every request asks for a different <c>asOf</c> day, so no cached response matches.</summary>
    public const string Distinct = "distinct";
}
