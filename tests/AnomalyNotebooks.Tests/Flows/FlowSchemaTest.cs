namespace AnomalyNotebooks.Tests.Flows;

public sealed class FlowSchemaTest
{
    [Fact]
    public void The_features_are_the_42_of_the_partition_files_in_their_order() =>
        Assert.Equal(
            "dur,proto,service,state,spkts,dpkts,sbytes,dbytes,rate,sttl,dttl,sload,dload,sloss,dloss,sinpkt,dinpkt,sjit,djit,swin,stcpb,dtcpb,dwin," +
            "tcprtt,synack,ackdat,smean,dmean,trans_depth,response_body_len,ct_srv_src,ct_state_ttl,ct_dst_ltm,ct_src_dport_ltm,ct_dst_sport_ltm," +
            "ct_dst_src_ltm,is_ftp_login,ct_ftp_cmd,ct_flw_http_mthd,ct_src_ltm,ct_srv_dst,is_sm_ips_ports",
            string.Join(',', FlowSchema.UnswNb15.FeatureNames));

    [Fact]
    public void Every_feature_has_a_description_of_its_own() =>
        Assert.Equal(42, FlowSchema.UnswNb15.Features.Select(field => field.Description).Where(text =>
            text.Length > 20 && text.EndsWith('.')).Distinct().Count());

    [Fact]
    public void Numbers_and_texts_make_up_the_features()
    {
        Assert.Equal(39, FlowSchema.UnswNb15.NumericFeatures.Count);
        Assert.Equal(["proto", "service", "state"], FlowSchema.UnswNb15.CategoryFeatures);
        Assert.Equal(FlowSchema.UnswNb15.FeatureNames.Order(),
            FlowSchema.UnswNb15.NumericFeatures.Concat(FlowSchema.UnswNb15.CategoryFeatures).Order());
    }

    [Fact]
    public void Roles_name_features_and_labels_are_none()
    {
        FlowSchema schema = FlowSchema.UnswNb15;
        Assert.Equal(["sttl", "dttl", "ct_state_ttl"], schema.WithRole(ColumnRole.TimeToLive));
        Assert.Equal(["stcpb", "dtcpb"], schema.WithRole(ColumnRole.SequenceNumber));
        Assert.Equal(7, schema.WithRole(ColumnRole.WindowCounter).Count);
        Assert.Empty(schema.LabelColumns.Intersect(schema.FeatureNames));
    }

    [Fact]
    public void Groups_and_blocks_hold_every_free_part()
    {
        FlowSchema schema = FlowSchema.UnswNb15;
        string[] parts = [.. new FlowArithmetic(schema.Rules, schema.FeatureNames).Parts.Order()];
        Assert.Equal(parts, schema.Rules.Groups.SelectMany(group => group).Distinct().Append("dur").Append("is_sm_ips_ports").Order());
        Assert.Equal(parts, schema.Rules.Blocks.SelectMany(block => block.Parts).Order());
    }

    [Fact]
    public void A_column_is_found_by_name()
    {
        Assert.Equal("bytes", FlowSchema.UnswNb15.Find("sbytes").Unit);
        Assert.Contains("42 columns", Assert.Throws<ArgumentException>(() => FlowSchema.UnswNb15.Find("label")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_roles_are_enough_for_a_schema()
    {
        var schema = new FlowSchema("mine", [new("bytes", ColumnRole.Size), new("proto", ColumnRole.Category),
            new("host", ColumnRole.Identifier)]);
        Assert.Equal(["bytes", "proto"], schema.FeatureNames);
        Assert.Empty(schema.LabelColumns);
        Assert.Equal(["bytes", "proto"], new FlowArithmetic(schema.Rules, schema.FeatureNames).View);
        FlowTable flows = FlowTable.FromColumns(
            new Dictionary<string, double[]> { ["bytes"] = [1, 2] },
            new Dictionary<string, string?[]> { ["proto"] = ["tcp", "udp"], ["host"] = ["a", "b"] }, schema: schema);
        Assert.Same(schema, flows.Take([1]).Schema);
        Assert.Equal("b", flows.Category("host")[1]);
        Assert.Empty(flows.AttackRows());
    }

    [Theory]
    [InlineData("twice", "a,a")]
    [InlineData("no column that a model may read", "")]
    public void A_schema_that_cannot_be_is_refused(string message, string names)
    {
        FlowColumn[] columns = [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name =>
            new FlowColumn(name, ColumnRole.Number))];
        Assert.Contains(message, Assert.Throws<AnomalyException>(() => new FlowSchema("odd", columns)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_about_a_column_that_is_not_there_is_refused() => Assert.Contains("'gone'", Assert.Throws<AnomalyException>(() =>
        new FlowSchema("odd", [new("a", ColumnRole.Number)], FlowLabels.None, new FlowRules { Context = ["gone"] }, FlowLayout.Default))
            .Message, StringComparison.Ordinal);
}
