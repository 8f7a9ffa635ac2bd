using Cronos;
using EdgarApi.Warmer.TradingDays;

namespace EdgarApi.Warmer.Warming;

/// <summary>Moments by a cron expression on the clock of a time zone, daylight saving time included; on request only those of trading days.</summary>
internal sealed class WarmSchedule(string cron, TimeZoneInfo zone, bool tradingDaysOnly = false)
{
    private readonly CronExpression expression = CronExpression.Parse(cron);

    /// <summary>The first moment after another one.</summary>
    /// <exception cref="InvalidOperationException">There is none in the years that Cronos looks at.</exception>
    public DateTimeOffset NextAfter(DateTimeOffset moment)
    {
        do
        {
            moment = expression.GetNextOccurrence(moment, zone) ?? throw new InvalidOperationException($"The schedule '{cron}' has no moment after {moment:O}.");
        }
        while (tradingDaysOnly && !NyseCalendar.IsTradingDay(DateOnly.FromDateTime(moment.DateTime)));
        return moment;
    }

    public static WarmSchedule Popular(WarmingOptions options) => new(options.PopularSchedule, TimeZoneInfo.Utc);

    public static WarmSchedule Recent(WarmingOptions options) => new(options.RecentSchedule, TimeZoneInfo.Utc);

    public static WarmSchedule Earnings(WarmingOptions options) =>
        new(options.EarningsSchedule, TimeZoneInfo.FindSystemTimeZoneById(WarmingOptions.NewYork), tradingDaysOnly: true);
}
