using System.Globalization;

namespace EdgarApi.Accounts.Limits;

/// <summary>The reply of Redis or of the local quota, see <c>QuotaLease.lua</c>. All times are in microseconds.</summary>
internal readonly record struct QuotaReply(
    int Granted, long MinuteLeft, long MinuteFull, long DayLeft, long DayEnd, long Day, long Wait, Limit Hit)
{
    private const double Second = 1_000_000;

    public static QuotaReply From(long[] reply) =>
        new((int)reply[0], reply[1], reply[2], reply[3], reply[4], reply[5], reply[6], (Limit)reply[7]);

    public string DescribeUse(LimitPlan plan)
    {
        var minute = string.Create(CultureInfo.InvariantCulture, $"\"minute\";r={MinuteLeft};t={Math.Ceiling(MinuteFull / Second)}");
        var day = string.Create(CultureInfo.InvariantCulture, $"\"day\";r={DayLeft};t={Math.Ceiling(DayEnd / Second)}");
        return plan.PerDay == 0 ? minute : plan.Interval == 0 ? day : $"{minute}, {day}";
    }
}
