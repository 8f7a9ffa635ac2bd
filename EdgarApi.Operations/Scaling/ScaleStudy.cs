using System.Text.Json.Serialization;
using Cronos;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.Operations.Capacity;

namespace EdgarApi.Operations.Scaling;

/// <summary>Sets of rules, compared on the same traffic (<c>scaling.json</c>).</summary>
public sealed record ScaleStudy
{
    /// <summary>Sets that cost more than this many times the cheapest are not recommended: running everything always has no wait.</summary>
    public const int MaxCostFactor = 2;

    /// <summary>What a replica can do.</summary>
    public required ReplicaModel Replica { get; init; }

    /// <summary>The service level.</summary>
    public required ScaleObjective Objective { get; init; }

    /// <summary>Name of the set that is deployed.</summary>
    public required string Committed { get; init; }

    /// <summary>Sets of rules by name.</summary>
    public required IReadOnlyDictionary<string, ScaleRules> RuleSets { get; init; }

    /// <summary>Reads <c>scaling.json</c> or a file of the same form.</summary>
    /// <exception cref="InvalidDataException">The file is not of this form, or names a set that it does not contain.</exception>
    public static ScaleStudy Read(string? file = null)
    {
        var study = ReadRules(file);
        if (!study.RuleSets.ContainsKey(study.Committed))
            throw new InvalidDataException($"committed is '{study.Committed}', which is not a name in ruleSets.");
        foreach (var (name, rules) in study.RuleSets)
        {
            if (rules.MinReplicas < 0 || rules.MaxReplicas < Math.Max(1, rules.MinReplicas))
                throw new InvalidDataException($"{name}: minReplicas and maxReplicas must be ordered, and at least 0 and 1.");
        }

        return study;
    }

    private static ScaleStudy ReadRules(string? file)
    {
        try
        {
            return DataFile.Read(file, "scaling.json", ScalingJson.Default.ScaleStudy);
        }
        catch (Exception error) when (error is CronFormatException or TimeZoneNotFoundException)
        {
            throw new InvalidDataException($"{file}: {error.Message}", error);
        }
    }

    /// <summary>The traffic that the rules are judged by.</summary>
    /// <param name="recorded">A load test to replay as well, or null.</param>
    public IReadOnlyList<TrafficTrace> CreateTraffic(LoadResult? recorded = null)
    {
        var monday = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        var scenarios = LoadCatalog.Default.Scenarios;
        var minimum = RuleSets[Committed].MinReplicas * Replica.RequestsPerSecond;
        var spike = scenarios["spike"];
        List<TrafficTrace> traffic =
        [
            .. scenarios.Select(scenario => TrafficTrace.From(scenario.Key, scenario.Value, monday)),
            // 300 users are far below one replica's capacity: the same shape up to six times what the minimum of replicas can serve.
            TrafficTrace.From("spike to six times the minimum's capacity", spike, monday, 6 * minimum / spike.Users),
            TrafficTrace.EarningsMorning(6 * minimum, new DateOnly(2026, 10, 29)),
            TrafficTrace.Year(PlanningValues.Read().Growth, minimum / 4, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)),
        ];
        if (recorded is not null) traffic.Add(TrafficTrace.From(recorded));
        return traffic;
    }

    /// <summary>Runs all traffic against all sets.</summary>
    public IReadOnlyList<ScaleOutcome> Run(IReadOnlyList<TrafficTrace> traffic)
    {
        var simulator = new ScaleSimulator(Replica, Objective);
        return [.. traffic.SelectMany(item => RuleSets.Select(rules => (Traffic: item, rules.Key, rules.Value))).AsParallel().AsOrdered()
            .Select(run => simulator.Run(run.Key, run.Value, run.Traffic))];
    }

    /// <summary>
    /// The set that is outside the service level for the fewest seconds, among those that cost at most <see cref="MaxCostFactor"/> times
    /// the cheapest. Of equal ones, the cheapest.
    /// </summary>
    public static string Recommend(IReadOnlyList<ScaleOutcome> outcomes)
    {
        var sets = outcomes.GroupBy(outcome => outcome.Rules)
            .Select(set => (Name: set.Key, Outside: set.Sum(outcome => outcome.SecondsOutside), Cost: set.Sum(outcome => outcome.Cost)))
            .ToList();
        var limit = sets.Min(set => set.Cost) * MaxCostFactor;
        return sets.Where(set => set.Cost <= limit).OrderBy(set => set.Outside).ThenBy(set => set.Cost).First().Name;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ScaleStudy))]
internal sealed partial class ScalingJson : JsonSerializerContext;
