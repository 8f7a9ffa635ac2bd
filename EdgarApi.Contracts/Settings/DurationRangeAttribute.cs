using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Contracts.Settings;

/// <summary>
/// The range of a setting that is a <see cref="TimeSpan"/>. <see cref="RangeAttribute"/> parses limits of other types than numbers when
/// it first validates, and threads that validate at the same time disturb each other; this attribute parses them when it is created.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute : RangeAttribute
{
    /// <param name="minimum">The shortest time, such as 00:00:00.5.</param>
    /// <param name="maximum">The longest time, such as 7.00:00:00.</param>
    public DurationRangeAttribute(string minimum, string maximum) : base(typeof(TimeSpan), minimum, maximum)
    {
        ParseLimitsInInvariantCulture = true;
        IsValid(TimeSpan.Zero);
    }
}
