using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.Operations.Capacity;

namespace EdgarApi.Operations.Scaling;

/// <summary>Requests per second over time.</summary>
/// <param name="Name">What the traffic is.</param>
/// <param name="Start">When it starts, for cron rules.</param>
/// <param name="Seconds">How long it lasts.</param>
/// <param name="Rate">Requests per second at a second.</param>
public sealed record TrafficTrace(string Name, DateTimeOffset Start, long Seconds, Func<long, double> Rate)
{
    /// <summary>Whether all caches are empty when it starts.</summary>
    public bool HasColdCaches { get; init; }

    private const int SecondsPerHour = 3600;
    private const int HoursPerDay = 24;

    /// <summary>A scenario of the requirements; each user sends one request per second.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="start">When it starts.</param>
    /// <param name="factor">Factor for its users.</param>
    public static TrafficTrace From(string name, Scenario scenario, DateTimeOffset start, double factor = 1)
    {
        var (ramp, length) = (scenario.RampUp.TotalSeconds, (scenario.RampUp + scenario.Duration).TotalSeconds);
        return new TrafficTrace(name, start, (long)length, second =>
            factor * (scenario.StartUsers + (scenario.Users - scenario.StartUsers) * Math.Min(1, ramp == 0 ? 1 : second / ramp)));
    }

    /// <summary>The traffic of a load test.</summary>
    public static TrafficTrace From(LoadResult result)
    {
        var rates = result.Timeline.Select(second => second.Offered).ToArray();
        return new TrafficTrace($"recorded {result.Settings.Scenario}", result.Started, rates.Length, second => rates[second]);
    }

    /// <summary>A year of the growth model: a working day's curve, a fifth of it at weekends.</summary>
    /// <param name="growth">The growth.</param>
    /// <param name="busiestHour">Requests per second in the busiest hour of the first month.</param>
    /// <param name="start">The first day.</param>
    public static TrafficTrace Year(LoadGrowth growth, double busiestHour, DateTimeOffset start)
    {
        const int Days = 365, SecondsPerMinute = 60;
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var first = Season(start);
        var minutes = Enumerable.Range(0, Days * HoursPerDay * 60).Select(minute => RateAt(start.AddMinutes(minute))).ToArray();
        return new TrafficTrace("a year of growth", start, minutes.Length * SecondsPerMinute, second => minutes[second / SecondsPerMinute]);

        double RateAt(DateTimeOffset now)
        {
            var months = (now.Year - start.Year) * 12 + now.Month - start.Month;
            var local = TimeZoneInfo.ConvertTime(now, zone);
            var weekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0.2 : 1;
            return busiestHour * Math.Pow(1 + growth.MonthlyRate, months) * Season(now) / first
                * GetShareOfDay(local.TimeOfDay.TotalHours) * weekend;
        }

        double Season(DateTimeOffset day) => growth.SeasonalFactors[$"Q{(day.Month + 2) / 3}"];
    }

    /// <summary>
    /// A morning on which companies report: a tenth of the peak until seven, then within a minute the peak, falling until noon.
    /// </summary>
    /// <param name="peak">Requests per second at the peak.</param>
    /// <param name="day">The day; the traffic starts at five in New York.</param>
    public static TrafficTrace EarningsMorning(double peak, DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var five = day.ToDateTime(new TimeOnly(5, 0));
        return new TrafficTrace("an earnings morning", new DateTimeOffset(five, zone.GetUtcOffset(five)), 7 * SecondsPerHour, second =>
        {
            var hour = 5 + second / (double)SecondsPerHour;
            var rise = 1 / (1 + Math.Exp(-(hour - 7) * 240)); // about a minute around seven
            return peak * (0.1 + 0.9 * rise * Math.Exp(-Math.Max(0, hour - 7.25) / 2));
        });
    }

    /// <summary>Load of an hour relative to the busiest: low at night, highest at ten in New York.</summary>
    private static double GetShareOfDay(double hour) => 0.15 + 0.85 * Math.Exp(-Math.Pow((hour - 10) / 4, 2));
}
