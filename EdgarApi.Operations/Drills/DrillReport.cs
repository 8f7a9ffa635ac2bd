using System.Globalization;
using Npgsql;

namespace EdgarApi.Operations.Drills;

/// <summary>What a drill found.</summary>
/// <param name="Drill">Its name.</param>
/// <param name="Targets">What it measured against a target.</param>
/// <param name="Steps">What it did, with the time that each step took.</param>
/// <param name="Findings">Further figures as text.</param>
public sealed record DrillReport(
    string Drill, IReadOnlyList<DrillTarget> Targets, IReadOnlyList<DrillStep> Steps, IReadOnlyList<string> Findings)
{
    /// <summary>Whether all targets were met.</summary>
    public bool Passed => Targets.All(target => target.IsMet);
}

/// <summary>A step of a drill.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record DrillStep(string Name, double Seconds);

/// <summary>A figure with its target.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Measured">The figure.</param>
/// <param name="Target">The target.</param>
/// <param name="IsMet">Whether the figure meets the target.</param>
public sealed record DrillTarget(string Name, string Measured, string Target, bool IsMet)
{
    /// <summary>A time that must not be exceeded.</summary>
    public static DrillTarget AtMost(string name, TimeSpan measured, TimeSpan target) =>
        new(name, Seconds(measured), $"at most {Seconds(target)}", measured <= target);

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);
}

/// <summary>Collects the steps of a drill, and tells the operator of each.</summary>
internal sealed class DrillClock(TimeProvider time, Action<string> note)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<DrillStep> _steps = [];

    public IReadOnlyList<DrillStep> Steps => _steps;

    public async Task<T> MeasureAsync<T>(string step, Func<Task<T>> work)
    {
        note($"{step} …");
        var started = time.GetTimestamp();
        var result = await work().ConfigureAwait(false);
        _steps.Add(new DrillStep(step, time.GetElapsedTime(started).TotalSeconds));
        return result;
    }

    public Task MeasureAsync(string step, Func<Task> work) => MeasureAsync(step, async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    });

    /// <summary>Waits for a condition that may fail meanwhile because a server is not available.</summary>
    /// <exception cref="DrillException">The condition does not hold in time.</exception>
    public async Task UntilAsync(string what, TimeSpan limit, Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        Exception? last = null;
        for (var started = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (await condition().ConfigureAwait(false)) return;
                last = null;
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException or HttpRequestException)
            {
                last = error;
            }

            if (time.GetElapsedTime(started) > limit)
                throw new DrillException($"after {limit.TotalSeconds:0} s still waiting for {what}: {last?.Message ?? "not yet"}", last);
        }
    }
}
