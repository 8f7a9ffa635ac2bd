using Cronos;
using EdgarApi.Warmer.TradingDays;

namespace EdgarApi.Warmer.Warming;

/// <summary>
/// Times of a cron expression in a time zone, including daylight saving time; optionally restricted to trading days.
/// </summary>
internal sealed class WarmSchedule(string cron, TimeZoneInfo zone, bool tradingDaysOnly = false)
{
    private readonly CronExpression _expression = CronExpression.Parse(cron);

    /// <summary>The first scheduled time after a given time.</summary>
    /// <exception cref="InvalidOperationException">The schedule has no further time within the range that Cronos supports.</exception>
    public DateTimeOffset GetNext(DateTimeOffset moment)
    {
        do
        {
            moment = _expression.GetNextOccurrence(moment, zone)
                ?? throw new InvalidOperationException($"The schedule '{cron}' has no time after {moment:O}.");
        }
        while (tradingDaysOnly && !NyseCalendar.IsTradingDay(DateOnly.FromDateTime(moment.DateTime)));
        return moment;
    }

    public static WarmSchedule Popular(WarmingOptions options) => new(options.PopularSchedule, TimeZoneInfo.Utc);

    public static WarmSchedule Recent(WarmingOptions options) => new(options.RecentSchedule, TimeZoneInfo.Utc);

    public static WarmSchedule Earnings(WarmingOptions options) =>
        new(options.EarningsSchedule, TimeZoneInfo.FindSystemTimeZoneById(WarmingOptions.NewYork), tradingDaysOnly: true);
}
