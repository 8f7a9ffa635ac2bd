using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace EdgarApi.Tests.Settings;

/// <summary>All options classes, which are those with a configuration section.</summary>
public sealed class OptionsTests
{
    private static readonly Type[] Numbers = [typeof(int), typeof(long), typeof(double), typeof(TimeSpan)];

    public static TheoryData<string, string> Settings =>
    [
        .. SettingCatalog.Classes.SelectMany(
            type => type.GetProperties().Where(IsNumber), (type, property) => (SettingCatalog.GetSection(type), property.Name)),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Numbers_and_times_have_bounds_and_a_message_that_names_the_setting_and_the_bounds(string section, string setting)
    {
        var property = GetProperty(section, setting);
        var range = property.GetCustomAttribute<RangeAttribute>();

        Assert.True(range is not null, $"{section}:{setting} is not validated.");
        Assert.StartsWith($"{section}:{setting} must be between ", range.ErrorMessage, StringComparison.Ordinal);
        foreach (var outside in Outside(property, range))
        {
            var options = Activator.CreateInstance(property.DeclaringType!)!;
            property.SetValue(options, outside);
            var faults = new List<ValidationResult>();
            Assert.False(
                Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true),
                $"{outside} is accepted.");
            Assert.Equal([range.ErrorMessage], faults.Select(fault => fault.ErrorMessage));
        }
    }

    /// <summary>
    /// Threads that validate at the same time share the attributes. <see cref="RangeAttribute"/> parses limits that are text when it
    /// first validates, and then fails in one of them ("Unable to cast object of type 'System.TimeSpan' to type 'System.String'").
    /// </summary>
    [Fact]
    public void Ranges_are_parsed_when_their_attributes_are_created() =>
        Assert.NotEmptyAndAll(
            SettingCatalog.Classes.SelectMany(type => type.GetProperties().SelectMany(property =>
                property.GetCustomAttributes<RangeAttribute>().Where(range => range.OperandType == property.PropertyType))),
            range => Assert.IsType(range.OperandType, range.Minimum));

    [Fact]
    public void Every_default_is_within_its_bounds() => Assert.NotEmptyAndAll(SettingCatalog.Classes, type =>
    {
        var options = Activator.CreateInstance(type)!;
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
    });

    private static PropertyInfo GetProperty(string section, string setting) =>
        SettingCatalog.Classes.Single(type => SettingCatalog.GetSection(type) == section).GetProperty(setting)!;

    private static bool IsNumber(PropertyInfo property) => property.CanWrite && Numbers.Contains(property.PropertyType);

    private static IEnumerable<object> Outside(PropertyInfo property, RangeAttribute range)
    {
        if (property.PropertyType == typeof(TimeSpan))
        {
            yield return (TimeSpan)range.Minimum - TimeSpan.FromTicks(1);
            yield return (TimeSpan)range.Maximum + TimeSpan.FromTicks(1);
        }
        else if (property.PropertyType == typeof(double))
        {
            yield return Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture) - 0.001;
            yield return Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture) + 0.001;
        }
        else
        {
            yield return Convert.ChangeType(
                Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture) - 1, property.PropertyType, CultureInfo.InvariantCulture);
            yield return Convert.ChangeType(
                Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture) + 1, property.PropertyType, CultureInfo.InvariantCulture);
        }
    }
}
